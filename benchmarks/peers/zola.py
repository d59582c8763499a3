from benchmarks.peers.ours import Ours
class Zola(Ours):
    pass
