# Distributed under the Boost Software License, Version 1.0.
#
# A header of patterns/concurrency/ as Doxygen is to read it.
#
# The comment before a declaration is its contract, and that of all others up to
# the next empty line. An indented piece of it, after an empty line, is code.
# The header's first comment is also that of the class which it is named after,
# if that has none of its own. Private members, and what comes below the rule of
# dashes, have comments for those who change them.

{ line[NR] = $0 }

END {
  mark_comments()
  for (i = 1; i <= NR; ++i) {
    if (line[i] == "" && in_group) leave_group()
    if (!is_contract[i]) print line[i]
    else i = print_contract(i)
  }
}

function mark_comments(    i, is_private) {
  for (i = 2; i <= NR && line[i] !~ /^ *\/\/ ----------/; ++i) {
    if (line[i] ~ /^ private:$/) is_private = 1
    if (line[i] ~ /^ (public|protected):$|^};$/) is_private = 0
    is_contract[i] = !is_private && line[i] ~ /^ *\/\/( |$)/
  }
}

# Prints the comment that begins at `first`; returns its last line.
function print_contract(first,    last, margin, i, words, in_code) {
  for (last = first; is_contract[last + 1]; ++last) continue
  match(line[first], /^ */)
  margin = substr(line[first], 1, RLENGTH)
  if (!seen_first++) print "/// " subject_of_header()
  else if (!declares_type(last + 1)) enter_group(margin)
  for (i = first; i <= last; ++i) {
    words = substr(line[i], length(margin) + 3)
    if (!in_code && line[i - 1] ~ /\/\/$/ && is_code(words)) {
      print margin "/// \\code{.cpp}"
      in_code = 1
    } else if (in_code && words !~ /^   /) {
      print margin "/// \\endcode"
      in_code = 0
    }
    print margin "///" (in_code ? " " substr(words, 4) : words)
  }
  if (in_code) print margin "/// \\endcode"
  return last
}

function is_code(words) {
  return words ~ /^   / && words !~ /^   (-|[0-9]+\.) /
}

function declares_type(i) {
  while (line[i] ~ /^ *template /) ++i
  return line[i] ~ /^ *(class|struct|enum) /
}

function enter_group(margin) {
  if (in_group) return
  in_group = 1
  print margin "///@{"
}

function leave_group() {
  in_group = 0
  print "///@}"
}

function subject_of_header(    name, i) {
  name = FILENAME
  gsub(/.*\/|\.hpp$/, "", name)
  for (i = 1; i <= NR; ++i) {
    if (line[i] !~ "^class ([A-Z_]+ )?" name " {$") continue
    if (line[i - 1] == "" || line[i - 1] ~ /^template / && line[i - 2] == "")
      return "\\file\n/// \\copydetails racelab::" name \
        "\n\n/// \\class racelab::" name
  }
  return "\\file"
}
