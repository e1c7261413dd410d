"""What somebody can do in practice: seen by a trained observer, used three months later."""
