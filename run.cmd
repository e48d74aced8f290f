@echo off
rem run.cmd                  makes a table of the function addresses of each of the 20 largest DLLs in System32, then looks some up
rem run.cmd KEYS [OUTDIR]    makes a table of your keys file in OUTDIR (build\run) and shows its files
rem Builds PerfectHash.sln with Visual Studio 2022 first, and registers the server for this user.
setlocal
call "%~dp0scripts\msbuild.cmd" Release
if errorlevel 1 exit /b 3
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0scripts\run.ps1" "%~dp0." %*
exit /b %errorlevel%
