module example/opcodes

go 1.18
