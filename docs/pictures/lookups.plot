# Nanoseconds a lookup by the number of keys, of PerfectHash, a textbook CHM, and the maps of abseil, C++ and .NET; both axes are logarithmic.
# table: docs/explanation/comparison.md, ### Lookups: `./bench peers`
set border 3
set tics nomirror
set key outside right top reverse Left
set logscale xy
set xlabel "keys"
set ylabel "ns a lookup"
set xrange [700:14000000]
set yrange [0.5:200]
set ytics (1, 10, 100)
set xtics ("1,000" 1000, "31,016" 31016, "1 M" 1e6, "10 M" 1e7)
plot data using 1:2 with linespoints lc rgb "#010000" lw 2 pt 7 ps 0.8 title "PerfectHash", \
     data using 1:3 with linespoints lc rgb "#020000" dt 2 lw 2 pt 5 ps 0.8 title "in a batch", \
     data using 1:4 with linespoints lc rgb "#030000" dt 3 lw 2 pt 9 ps 0.8 title "with its keys", \
     data using 1:5 with linespoints lc rgb "#080000" dt 4 pt 1 title "textbook CHM", \
     data using 1:6 with linespoints lc rgb "#040000" dt 5 pt 2 title "abseil's map", \
     data using 1:7 with linespoints lc rgb "#050000" dt 2 pt 6 title "std::unordered\\_map", \
     data using 1:8 with linespoints lc rgb "#060000" dt 3 pt 8 title "FrozenDictionary"
