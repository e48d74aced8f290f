#!/usr/bin/env bash
# The converter :numeric of Ruby's csv 3.2.2 reads a cell as Ruby's own source would: 00123 is octal, 83, and 1_000 is 1000. What is no octal number becomes a floating-point number instead, so
# that the keys 010 and 08 are equal, 8 and 8.0, and 00100 is less than 099.
. "$(dirname "$0")/debian.sh"
debian ruby3.1=3.1.7+really3.1.2-0+deb12u1 libruby3.1=3.1.7+really3.1.2-0+deb12u1
root=$work/root/usr
export LD_LIBRARY_PATH=$root/lib/x86_64-linux-gnu RUBYLIB=$root/lib/ruby/3.1.0:$root/lib/x86_64-linux-gnu/ruby/3.1.0
printf 'key\n00123\n010\n08\n1_000\n00100\n099\n' >"$work/keys.csv"
same '3.2.2
[83, 8, 8.0, 1000, 64, 99.0]' "$("$root/bin/ruby3.1" --disable-gems -r csv -e 'puts CSV::VERSION; p CSV.read(ARGV[0], headers: true, converters: :numeric)["key"]' "$work/keys.csv")"
