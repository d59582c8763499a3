from benchmarks.peers.ours import Ours
class Eleventy(Ours):
    pass
