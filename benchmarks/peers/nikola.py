from benchmarks.peers.ours import Ours


class Nikola(Ours):
    pass
