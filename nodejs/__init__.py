"""Node, for what is built or tested with it: the explorer and the clients."""
