// PerfectHash from C#: a table of HTTP status codes, through the interfaces of PerfectHash.cs and then by `dynamic`, which needs none.
// A key's position in the table is its position in the array that the table was made from.
using System.Runtime.InteropServices;
using PerfectHash;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("windows")]

uint[] codes = [200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500];
string[] texts = ["OK", "Created", "No Content", "Moved Permanently", "Found", "Not Modified", "Bad Request", "Unauthorized",
                  "Forbidden", "Not Found", "Internal Server Error"];

EarlyBound();
LateBound();

void EarlyBound()
{
    var context = new IPerfectHashIocpContext();
    IPerfectHashTable table = context.TableCreateFromKeys(codes, "HttpStatus");
    Console.WriteLine($"{table.Name}: {table.KeyCount} keys");

    // One key that is known to be in the set (Index), and one that may not be (Contains, or Find, which gives -1).
    Console.WriteLine($"404: {texts[table.Index(404)]}");
    if (!table.Contains(418))
        Console.WriteLine("418: not in the table");

    // Many keys at once; and without VARIANTs, for callers who count nanoseconds.
    uint[] seen = [500, 200, 301];
    foreach (int position in (int[])table.IndexMany(seen))
        Console.WriteLine($"{codes[position]}: {texts[position]}");
    var native = (IPerfectHashTableNative)table;
    Console.WriteLine($"304: {texts[native.Index(304)]}");

    // A keys file that isn't there.
    try
    {
        context.TableCreate("no-such.keys");
    }
    catch (COMException error)
    {
        Console.WriteLine($"{error.Message} (0x{error.HResult:X8})");
    }
}

void LateBound()
{
    dynamic context = Activator.CreateInstance(Type.GetTypeFromProgID("PerfectHash.IocpContext", throwOnError: true)!)!;
    dynamic table = context.TableCreateFromKeys(codes, "HttpStatus");
    Console.WriteLine($"dynamic {table.Name}: {table.KeyCount} keys");
    Console.WriteLine($"404: {texts[table.Index(404)]}");
    Console.WriteLine($"418: {table.Find(418)}");
    try
    {
        context.TableCreate("no-such.keys");
    }
    catch (COMException error)
    {
        Console.WriteLine($"{error.Message} (0x{error.HResult:X8})");
    }
}
