@echo off
rem package.cmd: builds PerfectHash.sln with Visual Studio 2022 and makes the portable ZIP of it in build\packages, with SHA256SUMS and the release notes.
rem The other kinds of packages are made on Debian, by ./package.
setlocal
call "%~dp0scripts\msbuild.cmd" Release
if errorlevel 1 exit /b 3
rem The ZIP has the DLL for 32-bit programs, too.
call "%~dp0scripts\msbuild.cmd" Release x86
if errorlevel 1 exit /b 3
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0scripts\package.ps1" "%~dp0."
exit /b %errorlevel%
