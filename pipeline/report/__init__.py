"""Reports that write themselves: the monthly self-inspection, the quarterly notice, the yearly forms (办法第二十六条第一项)."""
