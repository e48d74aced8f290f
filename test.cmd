@echo off
rem test.cmd: builds PerfectHash.sln in Debug and Release with Visual Studio 2022, and runs what Windows alone can tell: the programs, the
rem registration for this user, the sample scripts. Ends with "N passed, N failed, N skipped". (The unit tests are built by CMake: ./test.)
setlocal
set built=0
call "%~dp0scripts\msbuild.cmd" Debug && call "%~dp0scripts\msbuild.cmd" Release && set built=1
if %built%==0 (
  echo 0 passed, 1 failed, 0 skipped
  exit /b 1
)
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0scripts\test.ps1" "%~dp0."
exit /b %errorlevel%
