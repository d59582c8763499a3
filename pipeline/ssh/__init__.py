"""A front-end host behind OpenSSH and rsync; the other end is `pipeline/setup/files/zhengzhan-host`."""
