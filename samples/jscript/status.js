// PerfectHash from JScript: a table of HTTP status codes.  cscript //nologo status.js
// A key's position in the table is its position in the list that the table was made from.
var texts = ["OK", "Created", "No Content", "Moved Permanently", "Found", "Not Modified", "Bad Request", "Unauthorized",
             "Forbidden", "Not Found", "Internal Server Error"];
var codes = [200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500];

var context = new ActiveXObject("PerfectHash.IocpContext");
var table = context.TableCreateFromKeys(codes, "HttpStatus");
WScript.Echo(table.Name + ": " + table.KeyCount + " keys");

// One key that is known to be in the set (Index), and one that may not be (Contains, or Find, which gives -1).
WScript.Echo("404: " + texts[table.Index(404)]);
if (!table.Contains(418)) WScript.Echo("418: not in the table");

// Many keys at once.
var seen = [500, 200, 301];
var positions = new VBArray(table.IndexMany(seen)).toArray();
for (var i = 0; i < seen.length; i++) WScript.Echo(seen[i] + ": " + texts[positions[i]]);

// A keys file that isn't there.
try {
    context.TableCreate("no-such.keys");
} catch (error) {
    WScript.Echo(error.description + " (0x" + (error.number >>> 0).toString(16).toUpperCase() + ")");
}
