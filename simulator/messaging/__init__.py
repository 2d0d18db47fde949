"""The consumer's side of UMS, version 3: connections, requests, subscriptions."""
