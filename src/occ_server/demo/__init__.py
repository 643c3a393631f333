"""The sample centre: three Korean services with ninety days behind them, and the life in them."""
