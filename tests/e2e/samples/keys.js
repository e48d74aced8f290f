// Keys as JScript has them in hand, and what comes back. Runs in a folder with keys/.
var context = new ActiveXObject("PerfectHash.IocpContext");

function attempt(what, run) {
    try { WScript.Echo(what + ": " + run()); } catch (error) { WScript.Echo(what + " fails: " + error.message); }
}

function make(keys) { return context.TableCreateFromKeys(keys, "T"); }

attempt("numbers as objects", function () { return make([new Number(5), new Number(6)]).Find(new Number(6)); });
attempt("texts as objects", function () { return make([new String("5"), "6"]).Find(new String("5")); });
attempt("a text as an object, alone", function () { return make(new String("15")).Find(15); });
attempt("negative", function () { return make([-1, -2, -5 / 1.25]).Find(4294967292); });
attempt("unsigned", function () { return make([-1 >>> 0, -2 >>> 0, 3]).Find(-2); });
attempt("arguments", function () { return (function () { return make(arguments).KeyCount; })(1, 2, 3); });
attempt("2^53", function () { return make([Math.pow(2, 53), 3]).KeySizeInBytes; });
attempt("NaN", function () { return make([NaN]).KeyCount; });
attempt("Infinity", function () { return make([Infinity]).KeyCount; });
attempt("an array in an array", function () { return make([[1, 2]]).KeyCount; });
attempt("a map", function () { return make({ a: 1 }).KeyCount; });
attempt("a dictionary", function () {
    var ports = new ActiveXObject("Scripting.Dictionary");
    ports.add("ssh", 22);
    ports.add("http", 80);
    var table = context.TableCreateFromRecords(ports, null, "R");
    return table.Value("http") + " " + table.Index("http");
});
attempt("gaps", function () { return new VBArray(make([1, 2, 3]).FindMany([3, "n/a", null, undefined, "", 1])).toArray(); });
attempt("null is not given", function () { return context.TableCreateFromKeys([1, 2], "T", null, "--RngSeed=3").RngSeed + 1; });
attempt("keys", function () { return new VBArray(make([7, 4294967295]).Keys()).toArray().join("+"); });
attempt("keys, added", function () { var table = make([7, 4294967295]); return table.KeyAt(0) + table.KeyAt(1); });

var tables = context.BulkCreate("keys", "out");
attempt("an enumerator", function () {
    var names = [];
    for (var all = new Enumerator(tables); !all.atEnd(); all.moveNext()) names.push(all.item().Name);
    return names;
});
attempt("names", function () { return new VBArray(tables.Names).toArray(); });
attempt("Item of nothing", function () { return tables.Item(undefined).Name; });
attempt("seeds and files", function () {
    return new VBArray(tables.Item(0).Seeds).toArray().length + " " + new VBArray(tables.Item(0).Files).toArray().length;
});
WScript.Quit(42);
