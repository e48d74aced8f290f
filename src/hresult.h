/*
 * The type of the contract's codes. Where there is no windows.h it is the same number here, so that
 * what decides about tables needs no Windows.
 */
#ifndef HRESULT_H
#define HRESULT_H

#ifdef _WIN32
#include <windows.h>
#else
#include <stdint.h>

typedef int32_t HRESULT;
#define S_OK ((HRESULT)0)
#define SUCCEEDED(code) ((code) >= 0)
#define FAILED(code) ((code) < 0)
#endif

#endif
