@echo off
rem Registers PerfectHash.dll for every user of this machine (run as administrator).
rem   register.cmd [--surrogate] [FOLDER-OF-THE-DLL]   the folder of this script when not given
rem --surrogate: 32-bit programs get it too, out of process
setlocal
set "words=machine"
if /i "%~1"=="--surrogate" (
  set "words=machine,surrogate"
  shift /1
)
set "folder=%~1"
if "%folder%"=="" set "folder=%~dp0"
if not exist "%folder%\PerfectHash.dll" (
  echo register: there is no PerfectHash.dll in "%folder%" 1>&2
  exit /b 2
)
regsvr32.exe /s /n "/i:%words%" "%folder%\PerfectHash.dll"
if errorlevel 1 (
  echo register: regsvr32 failed; is this an administrators prompt? 1>&2
  exit /b 1
)
echo PerfectHash is registered for this machine.
