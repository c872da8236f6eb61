import express, { type NextFunction, type Request, type Response } from 'express';
import request from 'supertest';
import { AppConfig } from '../config/app-config';
import { bodyMiddleware } from './body.middleware';

jest.mock('./json-position', () => ({
  jsonErrorPosition: () => {
    throw new RangeError('a defect');
  },
}));

describe('bodyMiddleware', () => {
  it('hands on what goes wrong while it explains an error', async () => {
    const app = express();
    app.use(bodyMiddleware(new AppConfig()));
    app.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
      response.status(500).send(error.message);
    });
    const answer = await request(app).post('/').type('json').send('{');
    expect([answer.status, answer.text]).toEqual([500, 'a defect']);
  });
});
