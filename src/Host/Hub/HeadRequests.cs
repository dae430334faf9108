namespace CityHub.Host.Hub;

/// <summary>HEAD (RFC 9110, 9.3.2): whatever answers GET answers HEAD with the same headers; the server sends no body. Monitors and link checkers ask so.</summary>
internal static class HeadRequests
{
    private static readonly object Mark = new();

    /// <summary>Before and behind routing: endpoints say GET only, so a HEAD is routed as one and is a HEAD again afterwards.</summary>
    public static void UseHeadRequests(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Request.Method = HttpMethods.Get;
                context.Items[Mark] = Mark;
            }

            return next(context);
        });
        app.UseRouting();
        app.Use((context, next) =>
        {
            if (context.Items.ContainsKey(Mark))
            {
                context.Request.Method = HttpMethods.Head;
            }

            return next(context);
        });
    }
}
