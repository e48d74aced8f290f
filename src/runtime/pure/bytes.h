/* Little-endian numbers at any address, whatever the machine. Pure; any thread. */
#ifndef RUNTIME_BYTES_H
#define RUNTIME_BYTES_H

#include <stdint.h>

static inline uint16_t BytesGet16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}
static inline uint32_t BytesGet32(const uint8_t *at)
{
    return BytesGet16(at) | (uint32_t)BytesGet16(at + 2) << 16;
}
static inline uint64_t BytesGet64(const uint8_t *at)
{
    return BytesGet32(at) | (uint64_t)BytesGet32(at + 4) << 32;
}

static inline void BytesPut16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static inline void BytesPut32(uint8_t *at, uint32_t value)
{
    BytesPut16(at, (uint16_t)value);
    BytesPut16(at + 2, (uint16_t)(value >> 16));
}

static inline void BytesPut64(uint8_t *at, uint64_t value)
{
    BytesPut32(at, (uint32_t)value);
    BytesPut32(at + 4, (uint32_t)(value >> 32));
}

#endif
