// A table that is made while the program is built, and one of the server, which is registered nowhere.
using System;
using System.Runtime.InteropServices;
using PerfectHash;

#if NET
[assembly: System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif

#if NET // what is made for C# is for .NET 7 and later
Console.WriteLine($"404 is number {Status.IndexOf(404)}");
#endif
IPerfectHashIocpContext context = Activation.CreateContext();
IPerfectHashTable table = context.TableCreateFromKeys(new[] { 200, 301, 404, 500 }, "http");
Console.WriteLine($"PerfectHash {context.Version}: 404 is number {table.Index(404)} of {table.KeyCount}");
try
{
    context.TableCreate("none.txt");
}
catch (COMException error)
{
    Console.WriteLine(error.Message);
}
Console.WriteLine($"a server, {Activation.CreateServer().StateText}; a client, connected: {Activation.CreateClient().Connected}");
