# Prints the rows of one language, "WHAT NAME FIGURE", behind what asked.txt asks of them: "WHAT NAME LIMIT [LANGUAGE]".
FILENAME ~ /asked.txt$/ {
  if (NF < 4 || $4 == language) asked[$1 " " $2] = $3
  next
}
$1 == "compile" && $2 == "empty" { empty = $3; next }
$1 == "compile" { show($3 " ms, an empty file " empty " ms", ($3 - empty) / 1000, " s"); next }
$1 == "load" { show("", $3, " ms"); next }
$2 == "PerfectHash" { ours[$1] = $3; next }
$2 ~ /_many$/ { show(sprintf("dict %.1f ns, PerfectHash %.1f ns", theirs[$1], $3), $3 / theirs[$1], ""); next }
{ theirs[$1] = $3; show(sprintf("%.1f ns, PerfectHash %.1f ns", $3, ours[$1]), ours[$1] / $3, "") }
function show(text, figure, unit,  limit) {
  limit = asked[$1 " " $2]
  gsub("_", $1 == "compile" ? " " : "_", $2)
  if (json)
    printf "{\"bench\":\"languages\",\"language\":\"%s\",\"what\":\"%s\",\"peer\":\"%s\",\"figure\":%.3f,\"unit\":\"%s\",\"asked\":%s}\n", language, $1, $2, figure, unit == "" ? "ratio" : substr(unit, 2), limit == "" ? "null" : limit
  else
    printf "%-11s%-9s%-24s%-44s%8.3f%s%s\n", language, $1, $2, text, figure, unit, limit == "" ? "" : ", asked " limit (figure > limit ? ": MISSED" : "")
}
