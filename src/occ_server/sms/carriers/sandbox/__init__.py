"""A carrier that sends nothing to anybody and behaves like one: the embedded default, for trying out.

What becomes of a text is in the last four digits of the recipient's number:

=====  ==================================================================
0001   no subscriber
0002   handset off
0003   refused when it is handed over
0004   the result comes ten minutes late
0005   accepted, and the answer is lost: the text must be looked up
0006   suspended
0007   cannot show pictures (fails as MMS, arrives as SMS)
0008   blocked as spam
=====  ==================================================================

Everything else arrives, one to four seconds after it was taken. By the command line (``occ-server carrier
sandbox``) it can be down, out of quota, slow to answer, or lose its next answers, and block a sender number.
It keeps what it "sent", one row a message it took; a text that was handed over twice is there twice.
"""
