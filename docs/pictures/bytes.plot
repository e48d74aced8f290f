# Bytes a key by the number of keys: of the layout that Auto takes, of compact tables and of packed ones.
# table: docs/explanation/layouts.md, ## Figures
set border 3
set tics nomirror
set key outside right top reverse Left
set logscale x
set xlabel "keys"
set ylabel "bytes a key"
set xrange [70:1400000]
set yrange [0:6]
set xtics ("100" 100, "1,000" 1000, "10,000" 1e4, "65,536" 65536, "1 M" 1e6)
set datafile missing NaN
of(options) = strcol(2) eq options ? column(5) : NaN
plot data using 1:(of("none")) with linespoints lc rgb "#010000" lw 2 pt 7 ps 0.8 title "Layout=Auto", \
     data using 1:(of("--Layout=Compact")) with linespoints lc rgb "#030000" dt 3 lw 2 pt 9 ps 0.8 title "Layout=Compact", \
     data using 1:(of("--Packed")) with linespoints lc rgb "#040000" dt 2 lw 2 pt 5 ps 0.8 title "--Packed"
