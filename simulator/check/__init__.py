"""Judges from outside whether a host serves Tagalong's files as pages need them.

It knows a release by its `manifest.json` alone, and asks a host as browsers do.
"""
