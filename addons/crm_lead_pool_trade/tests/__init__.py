from . import test_release_obstacles
