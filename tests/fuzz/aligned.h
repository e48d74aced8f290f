// Memory of an exact size on a multiple of 64, so that the sanitizer sees the first byte too far.
#pragma once

#include <cstdint>
#include <cstring>
#include <new>

class Aligned {
public:
    explicit Aligned(size_t size_)
        : bytes(static_cast<uint8_t *>(::operator new (size_, std::align_val_t{64}))), count(size_)
    {
    }
    Aligned(const uint8_t *from, size_t size_) : Aligned(size_)
    {
        if (size_ != 0)
            std::memcpy(bytes, from, size_);
    }
    Aligned(const Aligned &) = delete;
    Aligned &operator=(const Aligned &) = delete;
    ~Aligned() { ::operator delete (bytes, std::align_val_t{64}); }
    uint8_t *data() const { return bytes; }
    size_t size() const { return count; }

private:
    uint8_t *bytes;
    size_t count;
};
