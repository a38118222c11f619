"""Photos: judged by content, sealed as received, shown re-encoded. Has no pages: the room above knows who may see."""
