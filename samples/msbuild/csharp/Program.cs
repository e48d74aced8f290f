// Tells of each argument whether it is one of the status codes.
foreach (string word in args)
{
    string told = uint.TryParse(word, out uint code) && StatusCodes.TryGetIndex(code, out int position) ? $"status code number {position}" : "unknown";
    System.Console.WriteLine($"{word}: {told}");
}
