# Reads `ctest -V` and ends with "PASSED FAILED": each GoogleTest case counts as one, a test program without GoogleTest as one, and a
# program that ended without its summary (a crash, a time limit) as one failure. Before that it names every failure and shows its output.

function text_of(line) { sub(/^ *[0-9]+: /, "", line); return line }

# Lines are kept apart: joining them one by one copies all that was there each time.
function show(id,   i) { for (i = 1; i <= lines[id]; i++) print line[id, i] }

/^ *[0-9]+: / {
  id = $1 + 0
  line[id, ++lines[id]] = text_of($0)
  if ($0 ~ /: \[  PASSED  \] [0-9]+ tests?/) { sub(/.*PASSED  \] /, ""); good[id] += $1; summary[id] = 1 }
  else if ($0 ~ /: \[  FAILED  \] [0-9]+ tests?, listed below/) { sub(/.*FAILED  \] /, ""); bad[id] += $1 }
  next
}

# " 3/12 Test  #7: platform/db ......   Passed    0.02 sec", "...***Failed", "...***Timeout", "...***Exception: SegFault"
/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
  id = $0
  sub(/^[^#]*#/, "", id)
  id += 0
  name = $0
  sub(/^[^#]*#[0-9]+: /, "", name)
  if ($0 ~ /   Passed  /) {
    passed += summary[id] ? good[id] : 1
  } else {
    passed += good[id]
    failed += bad[id] ? bad[id] : 1
    print "FAILED " name
    show(id)
  }
}

END { print passed + 0, failed + 0 }
