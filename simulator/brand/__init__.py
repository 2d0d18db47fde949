"""LivePerson's brand API, version 2.1: the side on which agents' own software works.

Written from LivePerson's documents and its Node agent SDK. `login` is the
agents' door (`agentVep`), `connections` serves them, a `connection` each; `requests`
is what they ask and `subscriptions` what they hear of, in the `shapes`
of this version; `routing` rings at agents who are online, and `workspace` is
what an agent may change in a conversation. The faults and doubts of
`simulator.switches` that concern a consumer's frames are not played here.
"""
