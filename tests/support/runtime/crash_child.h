// Called first in main: crashes as RUNTIME_TEST_CRASH says, or returns at once when it says
// nothing.
#pragma once

void CrashChild();
