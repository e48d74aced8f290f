@echo off
rem Undoes register.cmd (run as administrator).
rem   unregister.cmd [FOLDER-OF-THE-DLL]   the folder of this script when not given
setlocal
set "folder=%~1"
if "%folder%"=="" set "folder=%~dp0"
if not exist "%folder%\PerfectHash.dll" (
  echo unregister: there is no PerfectHash.dll in "%folder%" 1>&2
  exit /b 2
)
regsvr32.exe /s /u /n /i:machine "%folder%\PerfectHash.dll"
if errorlevel 1 (
  echo unregister: regsvr32 failed; what is not registered is not unregistered. Registered is: 1>&2
  reg.exe query "HKLM\Software\Classes\CLSID\{d252fc77-fdaf-4a14-8719-a7e8f1fc5526}\InprocServer32" /ve 1>&2
  exit /b 1
)
echo PerfectHash is no longer registered for this machine.
