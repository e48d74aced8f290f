// PerfectHash from C# that is trimmed or compiled ahead of time: a table of HTTP status codes. A key's position in the table is its position in the
// array that the table was made from. PerfectHash.cs and Com.cs beside this declare the interfaces; samples/csharp is for .NET with built-in COM.
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using PerfectHash;

uint[] codes = [200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500];
string[] texts = ["OK", "Created", "No Content", "Moved Permanently", "Found", "Not Modified", "Bad Request", "Unauthorized", "Forbidden", "Not Found",
                  "Internal Server Error"];

IPerfectHashIocpContext context = IocpContext.Create();
using ComVariant keys = Com.Keys(codes);
IPerfectHashTable table = context.TableCreateFromKeys(keys, "HttpStatus");
Console.WriteLine($"{table.GetName()}: {table.GetKeyCount()} keys");

// One key that is known to be in the set (Index), and one that may not be (Find). A number in a ComVariant needs no Dispose.
Console.WriteLine($"404: {texts[table.Index(ComVariant.Create(404))]}");
int position = table.Find(ComVariant.Create(418));
Console.WriteLine($"418: {(position < 0 ? "not in the table" : texts[position])}");

// Many keys at once.
uint[] seen = [500, 200, 301];
using ComVariant seenKeys = Com.Keys(seen);
using ComVariant positions = table.IndexMany(seenKeys);
ReadOnlySpan<int> places = Com.Positions(positions);
for (int i = 0; i < seen.Length; i++)
    Console.WriteLine($"{seen[i]}: {texts[places[i]]}");

// Callers who count nanoseconds: no VARIANT, only the lookup. Any number of threads may do this at once.
var native = (IPerfectHashTableNative)table;
Console.WriteLine($"304: {texts[native.Index(304)]}");

// A keys file that isn't there.
try
{
    context.TableCreate("no-such.keys");
}
catch (COMException error)
{
    Console.WriteLine($"{Com.Text(error)} (0x{error.HResult:X8})");
}
