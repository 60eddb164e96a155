"""When offices are open: schedules as data, what is so at an instant, and planned closures."""
