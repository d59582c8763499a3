"""What is due, for whom and until when: the list that the person on duty works through (办法第二十七条第三项)."""
