"""Faults: one small file for each way in which something goes wrong, to be combined at will.

`registry` names them all. A fault says what it does and when it would be
unrealistic; what may be chosen of it stands beside it. `fault` has the kinds
of faults, by what they meet: frames, requests, services, or a connection's
whole life. `standing` has those that stand now, `tally` what is counted of
each; `line` leads the frames of one connection, one way, through them, each in
an `effect` of its own. `switched` says which switches are names of faults.
"""
