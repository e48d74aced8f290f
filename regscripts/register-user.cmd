@echo off
rem Registers PerfectHash.dll for the present user; needs no administrator.
rem   register-user.cmd [--surrogate] [FOLDER-OF-THE-DLL]   the folder of this script when not given
rem --surrogate: 32-bit programs get it too, out of process
setlocal
set "words=user"
if /i "%~1"=="--surrogate" (
  set "words=user,surrogate"
  shift /1
)
set "folder=%~1"
if "%folder%"=="" set "folder=%~dp0"
if not exist "%folder%\PerfectHash.dll" (
  echo register-user: there is no PerfectHash.dll in "%folder%" 1>&2
  exit /b 2
)
regsvr32.exe /s /n "/i:%words%" "%folder%\PerfectHash.dll"
if errorlevel 1 (
  echo register-user: regsvr32 failed 1>&2
  exit /b 1
)
echo PerfectHash is registered for this user.
