"""Asterisk as the PBX, through its manager interface (AMI), versions 16 to 22.

``messages`` is the text on the wire, ``connection`` one connection that matches answers to questions,
``dials`` what the PBX's events say of calls we had dialled, ``roster`` who sits in which queue, ``link`` the
connection that comes back by itself, ``adapter`` all of it behind ``telephony.adapter``, ``checking`` what is
wrong with it.
"""
