using CityHub.Kernel;

namespace CityHub.Storage.Idempotency;

/// <summary>The refusals of writes that carry an idempotency key.</summary>
internal static class IdempotencyFaults
{
    public static Fault BadKey { get; } = new("request.bad-idempotency-key", 400,
        new("Idempotency-Key 格式不对", "Malformed Idempotency-Key"),
        new("Idempotency-Key 应为 1 到 255 个可见的 ASCII 字符，例如一个 UUID。", "Idempotency-Key is 1 to 255 visible ASCII characters, for example a UUID."));

    public static Fault KeyReused { get; } = new("request.idempotency-key-reused", 422,
        new("Idempotency-Key 已用于另一个请求", "Idempotency-Key was used for another request"),
        new("这个 Idempotency-Key 在 24 小时内已用于内容不同的请求。每个新请求请用新的键。",
            "Within 24 hours this Idempotency-Key was used for a request with other content. Use a new key for each new request."));

    public static Fault StillRunning { get; } = new("request.still-running", 409,
        new("同一请求正在处理", "The same request is running"),
        new("带同一 Idempotency-Key 的请求还在处理。请稍后用同一个键再试，会得到同一个结果。",
            "A request with this Idempotency-Key is still running. Try again later with the same key and get its answer."));
}
