# Microseconds to the first verified table by the number of keys, of PerfectHash and of a textbook CHM; both axes are logarithmic.
# table: docs/explanation/performance.md, ## To the first verified solution: `./bench solve`
set border 3
set tics nomirror
set key outside right top reverse Left
set logscale xy
set xlabel "keys"
set ylabel "us to the first table"
set xrange [180:100000]
set xtics ("250" 250, "3,649" 3649, "10,000" 10000, "65,536" 65536)
plot data using 1:2 with linespoints lc rgb "#010000" lw 2 pt 7 ps 0.8 title "PerfectHash", \
     data using 1:6 with linespoints lc rgb "#050000" dt 2 lw 2 pt 5 ps 0.8 title "textbook CHM"
