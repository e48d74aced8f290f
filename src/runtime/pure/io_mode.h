/* How files are read and written. */
#ifndef RUNTIME_IO_MODE_H
#define RUNTIME_IO_MODE_H

typedef enum IoMode { IoOverlapped, IoMapped } IoMode;

#endif
