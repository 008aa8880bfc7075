# Makes better roff of what scdoc writes, with `date` as that of the page.

# A title would bring hyphenation back, and words that were typed must not be broken.
/^\.TH / {
  sub(/"[0-9]+-[0-9]+-[0-9]+"/, "\"" date "\"")
  print
  print ".nh"
  print ".ad l"
  next
}

# A paragraph starts with its text, not where what was indented ends; in front of an example there is a
# blank line instead.
/^\.P$/ { is_held = 1; next }
/^\.RE$/ { print; next }
is_held && /^\.nf$/ { print ".sp" }
is_held && !/^\./ && !is_first { print ".P" }
{ is_held = 0; is_first = /^\.S[HS] / }

# A '-' is a hyphen to roff, which can neither be searched for nor be copied to a command line.
!/^\./ { gsub(/-/, "\\-") }
{ print }
