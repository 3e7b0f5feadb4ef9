func getOrderDetails(ctx context.Context, orderID, customerID, productID string) (*OrderDetails, error) {
    g, ctx := errgroup.WithContext(ctx)

    var order *Order
    var customer *Customer
    var product *Product

    g.Go(func() error {
        var err error
        order, err = s.orderClient.Get(ctx, orderID)
        return err
    })

    g.Go(func() error {
        var err error
        customer, err = s.customerClient.Get(ctx, customerID)
        return err
    })

    g.Go(func() error {
        var err error
        product, err = s.productClient.Get(ctx, productID)
        return err
    })

    if err := g.Wait(); err != nil {
        return nil, fmt.Errorf("get order details: %w", err)
    }

    return &OrderDetails{
        Order:    order,
        Customer: customer,
        Product:  product,
    }, nil
}
