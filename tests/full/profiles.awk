# A configuration in which each class has a gazette in all four profiles: one copy of each.
/^\[/ { paper = /^\[\[classes\.paper\]\]/ }
!paper
/^level = / {
  split("standard clair grand dys", profiles, " ")
  for (number = 1; number <= 4; number++) printf "\n[[classes.paper]]\nprofile = \"%s\"\n", profiles[number]
  print ""
}
