# A configuration with every class printed in all four profiles: two copies of the first, one of the others.
/^\[/ { printed = /^\[\[classes\.paper\]\]/ }
!printed
/^level = / {
  split("standard clair grand dys", profiles, " ")
  for (number = 1; number <= 4; number++) {
    printf "\n[[classes.paper]]\nprofile = \"%s\"\ncopies = %d\n", profiles[number], number == 1 ? 2 : 1
  }
  print ""
}
