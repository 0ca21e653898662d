"""What a command inherits from where it is started: none of it breaks a run, nor what it prints."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.batches import *  # placeholder
