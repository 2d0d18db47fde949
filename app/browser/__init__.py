"""The browser's side of the ports: the only package that knows JavaScript. It decides nothing."""
