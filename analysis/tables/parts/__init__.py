"""What tables share: estimates with their doubts."""
