"""What goes over the wire, and the rules client and server must agree on. No I/O, no Qt, no SQL, no HTTP."""
