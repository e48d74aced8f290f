// Links for tests, as far as the system lets them be made, and many folders.
#pragma once

#include <string>

// FALSE: none can be made here. To make links is a privilege, and Wine knows those to folders
// alone; a broken one is no link to it.
bool MakeLink(const std::wstring &link, const std::wstring &target, bool toFolder);
void RemoveLink(const std::wstring &link);

// Makes a folder whose name may differ from another one's in letters' case alone. FALSE: the two
// are one here.
bool MakeSibling(const std::wstring &folder, const std::wstring &name);

// Makes the folders `first` + suffix, and so on. Wine reads a folder to its end for each new name,
// so there the system below it makes them.
void MakeFolders(const std::wstring &folder, size_t first, size_t count, const std::wstring &suffix);
