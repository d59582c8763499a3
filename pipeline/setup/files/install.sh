#!/bin/sh
# 把这个文件夹里的设置装到本机@{host}。可以反复运行：已经一样的不动。
#
# 用法：sh install.sh --list    只列出会改什么，不用root
#       sh install.sh           安装，要root
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
list=
case ${1-} in
    '') [ "$(id -u)" = 0 ] || { echo '要用root运行；只看会改什么，用--list' >&2; exit 1; } ;;
    --list) list=yes ;;
    *) echo '用法：sh install.sh [--list]' >&2; exit 1 ;;
esac
running=
[ ! -d /run/systemd/system ] || running=yes

# do WHAT COMMAND…: say it, and do it unless only listing.
do_() {
    echo "$1"
    shift
    [ -n "$list" ] || "$@"
}

# folder MODE OWNER GROUP PATH
folder() {
    [ "$(stat -c '%a %U %G' -- "$4" 2>/dev/null)" = "$1 $2 $3" ] ||
        do_ "文件夹 $4（$1 $2:$3）" install -d -m "$1" -o "$2" -g "$3" -- "$4"
}

# file MODE FROM TO: in one step, so that nobody reads half a file.
place() {
    install -m "$1" -o root -g root -- "$here/$2" "$3.new"
    mv -f -- "$3.new" "$3"
}
file() {
    if cmp -s -- "$here/$2" "$3" && [ "$(stat -c '%a %U' -- "$3")" = "$1 root" ]; then return 0; fi
    do_ "文件 $3" place "$1" "$2" "$3"
}

# 1 账户：没有密码，有shell（sshd用它运行那一个程序）。
if ! id -u @{user} >/dev/null 2>&1; then
    do_ '账户 @{user}' useradd --system --user-group --home-dir @{root} --no-create-home --shell /bin/sh -p '*' @{user}
fi

# 2 文件夹
for each in @{settings} @{programs} @{nginx}/zhengzhan @{nginx}/zhengzhan/sites @{nginx}/zhengzhan/local @{nginx}/zhengzhan/maps \
    @{logs} @{logs}/web @{challenges} @{temporary} @{units} @{rotation} @{sshd}; do
    [ -d "$each" ] || folder 755 root root "$each"
done
folder 755 root root @{settings}
folder 755 root root @{programs}
folder 755 @{user} @{user} @{root}
folder 750 @{user} @{user} @{logs}/host
for site in @{sites}; do
    folder 755 @{user} @{user} "@{root}/$site"
    folder 755 root root "@{nginx}/zhengzhan/maps/$site"
done

# 3 程序和设置
file 755 zhengzhan-host @{programs}/zhengzhan-host
file 755 zhengzhan-adopt @{programs}/zhengzhan-adopt
file 644 host.conf @{settings}/host.conf
file 644 release_signers @{settings}/release_signers
file 644 authorized_keys @{settings}/authorized_keys
file 644 logrotate @{rotation}/zhengzhan
file 644 sshd.conf @{sshd}/zhengzhan.conf
for unit in zhengzhan-verify.service zhengzhan-verify.timer zhengzhan-adopt.service zhengzhan-adopt.path zhengzhan-adopt.timer; do
    file 644 "systemd/$unit" "@{units}/$unit"
done

# 4 nginx：原来的nginx.conf留一份，以前的网站撤去。
if [ -e @{nginx}/nginx.conf ] && [ ! -e @{nginx}/nginx.conf.before-zhengzhan ]; then
    do_ '留下 @{nginx}/nginx.conf.before-zhengzhan' cp -p -- @{nginx}/nginx.conf @{nginx}/nginx.conf.before-zhengzhan
fi
file 644 nginx/nginx.conf @{nginx}/nginx.conf
file 644 nginx/zhengzhan/zhengzhan.conf @{nginx}/zhengzhan/zhengzhan.conf
file 644 nginx/zhengzhan/every-server.conf @{nginx}/zhengzhan/every-server.conf
for site in @{sites}; do
    file 644 "nginx/zhengzhan/sites/$site.conf" "@{nginx}/zhengzhan/sites/$site.conf"
    for map in @{maps}; do
        [ -e "@{nginx}/zhengzhan/maps/$site/$map" ] ||
            file 644 "nginx/zhengzhan/maps/$site/$map" "@{nginx}/zhengzhan/maps/$site/$map"
    done
done
for conf in @{nginx}/zhengzhan/sites/*.conf; do
    [ ! -e "$conf" ] || [ -e "$here/nginx/zhengzhan/sites/${conf##*/}" ] || do_ "删去 $conf" rm -f -- "$conf"
done
[ -z "$list" ] || exit 0

# 5 检查，再生效
nginx -t -q -c @{nginx}/nginx.conf || { echo 'nginx -t不通过，没有重新载入：证书放好以后再运行一次' >&2; exit 1; }
if [ -n "$running" ]; then
    sshd -t || { rm -f -- @{sshd}/zhengzhan.conf; echo 'sshd -t不通过，已经删去@{sshd}/zhengzhan.conf' >&2; exit 1; }
    systemctl daemon-reload
    systemctl enable --now zhengzhan-verify.timer zhengzhan-adopt.timer zhengzhan-adopt.path
    systemctl reload ssh
    systemctl enable nginx
    systemctl reload-or-restart nginx
fi
echo '装好了'
