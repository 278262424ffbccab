"""What is wrong, and what to do: every part of an installation looked at, told in plain French to a trainer."""
