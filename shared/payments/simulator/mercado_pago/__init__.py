"""One Mercado Pago account: the Payments and the Orders API, and virtual card machines."""
